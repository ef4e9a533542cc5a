"""What is done with views and habits."""

from django.db import transaction

from coe_hub.lists.models import ListHabit, SavedView
from coe_hub.people.models import User


@transaction.atomic
def save_view(
    *,
    owner: User,
    list_code: str,
    name: str,
    query: str,
    is_shared: bool,
    is_default: bool,
    view: SavedView | None = None,
) -> SavedView:
    """Keep a view, or write to one that is there. Raises `ValidationError` for a name that the owner used already."""
    view = view or SavedView(owner=owner, list_code=list_code)
    view.name, view.query, view.is_shared, view.is_default = name, query, is_shared, is_default
    if is_default:
        others = SavedView.objects.filter(owner=view.owner, list_code=view.list_code, is_default=True)
        others.exclude(pk=view.pk).update(is_default=False)
    view.full_clean()
    view.save()
    return view


def delete_view(*, view: SavedView) -> None:
    """Forget it; nothing that it shows is touched."""
    view.delete()


def set_density(*, user: User, density: str) -> None:
    """How close rows stand, on all lists."""
    ListHabit.objects.update_or_create(user=user, defaults={"density": density})
