"""Addresses of what people keep of lists; name = view = template."""

from django.urls import path

from coe_hub.lists import many_views as many
from coe_hub.lists import views, workload_views

urlpatterns = [
    path("workload/", workload_views.workload_list, name="workload_list"),
    path("workload/<id:public_id>/", workload_views.person_workload, name="person_workload"),
    path("views/", views.saved_view_list, name="saved_view_list"),
    path("views/new/", views.saved_view_create, name="saved_view_create"),
    path("views/<id:public_id>/edit/", views.saved_view_edit, name="saved_view_edit"),
    path("views/<id:public_id>/delete/", views.saved_view_delete, name="saved_view_delete"),
    path("<slug:code>/change/", many.many_edit, name="many_edit"),
    path("changes/<id:public_id>/", many.many_change_detail, name="many_change_detail"),
    path("changes/<id:public_id>/start/", many.many_change_start, name="many_change_start"),
    path("density/", views.density_set, name="density_set"),
]
