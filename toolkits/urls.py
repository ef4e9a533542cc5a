"""Addresses of the toolkits room; name = view = template."""

from django.urls import path

from toolkits.views import desk, editions, reading, tools, translations

urlpatterns = [
    path("", reading.toolkit_list, name="toolkit_list"),
    path("by-stage/", reading.tool_navigator, name="tool_navigator"),
    path("by-stage/<slug:phase>/", reading.phase_detail, name="phase_detail"),
    path("desk/", desk.tool_desk, name="tool_desk"),
    path("desk/new/", tools.tool_create, name="tool_create"),
    path("desk/suggest/", tools.tool_suggest, name="tool_suggest"),
    path("desk/<slug:slug>/", desk.tool_edit, name="tool_edit"),
    path("desk/<slug:slug>/sheet/", desk.tool_sheet, name="tool_sheet"),
    path("desk/<slug:slug>/facts/", tools.tool_facts, name="tool_facts"),
    path("desk/<slug:slug>/file/", desk.tool_attach, name="tool_attach"),
    path("desk/<slug:slug>/file/off/", desk.tool_detach, name="tool_detach"),
    path("desk/<slug:slug>/preview/", editions.tool_preview, name="tool_preview"),
    path("desk/<slug:slug>/move/", editions.tool_move, name="tool_move"),
    path("desk/<slug:slug>/pilot/", editions.tool_pilot, name="tool_pilot"),
    path("desk/<slug:slug>/retire/", tools.tool_retire, name="tool_retire"),
    path("desk/<slug:slug>/give-back/", tools.tool_give_back, name="tool_give_back"),
    path("desk/<slug:slug>/history/", tools.tool_history, name="tool_history"),
    path("desk/<slug:slug>/review/", tools.tool_review, name="tool_review"),
    path("desk/<slug:slug>/translate/<str:language>/", translations.tool_translate, name="tool_translate"),
    path("desk/<slug:slug>/behind/", translations.tool_behind, name="tool_behind"),
    path("<slug:toolkit>.zip", reading.toolkit_download, name="toolkit_download"),
    path("<slug:toolkit>/", reading.toolkit_detail, name="toolkit_detail"),
    path("<slug:toolkit>/<slug:slug>/", reading.tool_detail, name="tool_detail"),
    path("<slug:toolkit>/<slug:slug>/download/", reading.tool_download, name="tool_download"),
    path("<slug:toolkit>/<slug:slug>/<int:number>/", editions.edition_detail, name="edition_detail"),
    path("<slug:toolkit>/<slug:slug>/<int:number>/download/", editions.edition_download, name="edition_download"),
    path("<slug:toolkit>/<slug:slug>/<int:number>/file/", editions.edition_file, name="edition_file"),
    path("<slug:toolkit>/<slug:slug>/<int:number>/comment/", editions.edition_comment, name="edition_comment"),
]
