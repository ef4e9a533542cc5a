"""Addresses of the toolkits room; name = view = template."""

from django.urls import path

from toolkits.views import desk, reading

urlpatterns = [
    path("", reading.toolkit_list, name="toolkit_list"),
    path("by-stage/", reading.tool_navigator, name="tool_navigator"),
    path("desk/", desk.tool_desk, name="tool_desk"),
    path("desk/new/", desk.tool_create, name="tool_create"),
    path("desk/<slug:slug>/", desk.tool_edit, name="tool_edit"),
    path("desk/<slug:slug>/preview/", desk.tool_preview, name="tool_preview"),
    path("desk/<slug:slug>/move/", desk.tool_move, name="tool_move"),
    path("desk/<slug:slug>/translate/<str:language>/", desk.tool_translate, name="tool_translate"),
    path("desk/<slug:slug>/behind/", desk.tool_behind, name="tool_behind"),
    path("<slug:toolkit>.zip", reading.toolkit_download, name="toolkit_download"),
    path("<slug:toolkit>/", reading.toolkit_detail, name="toolkit_detail"),
    path("<slug:toolkit>/<slug:slug>/", reading.tool_detail, name="tool_detail"),
    path("<slug:toolkit>/<slug:slug>/download/", reading.tool_download, name="tool_download"),
]
