"""Addresses of the rules, the catalogue, the areas, the lines, and of the tables that carry them."""

from __future__ import annotations

from django.urls import path

from .views import areas, catalogue, lines, rules, tables

app_name = "settings"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:name>/", rules.rule, name="rule"),
    path("rules/<slug:name>/set_rule", rules.set_rule, name="set_rule"),
    path("rules/<slug:name>/<int:pk>/withdraw_rule", rules.withdraw_rule, name="withdraw_rule"),
    path("catalogue/", catalogue.catalogue, name="catalogue"),
    path("catalogue/new/", catalogue.new, name="new_service"),
    path("catalogue/open_group", catalogue.open_group, name="open_group"),
    path("catalogue/groups/<str:code>/rename_group", catalogue.rename_group, name="rename_group"),
    path("catalogue/services/<str:code>/", catalogue.service, name="service"),
    path("catalogue/services/<str:code>/terms/", catalogue.terms, name="terms"),
    path("catalogue/services/<str:code>/end/", catalogue.end, name="end_service"),
    path("catalogue/services/<str:code>/withdraw", catalogue.withdraw, name="withdraw"),
    path("areas/", areas.areas, name="areas"),
    path("areas/new/", areas.new, name="new_area"),
    path("areas/<str:code>/", areas.area, name="area"),
    path("areas/<str:code>/rename", areas.rename, name="rename_area"),
    path("areas/<str:code>/serve", areas.serve, name="serve_area"),
    path("areas/<str:code>/end/", areas.end, name="end_area"),
    path("areas/<str:code>/dissolve", areas.dissolve, name="dissolve"),
    path("lines/", lines.lines, name="lines"),
    path("lines/new/", lines.new, name="new_line"),
    path("lines/<int:pk>/", lines.line, name="line"),
    path("lines/<int:pk>/change/", lines.change, name="change_line"),
    path("lines/<int:pk>/retire/", lines.retire, name="ask_retire"),
    path("lines/<int:pk>/retire_line", lines.retire_line, name="retire_line"),
    path("lines/people/<int:pk>/", lines.skills, name="skills"),
    path("lines/people/<int:pk>/set_skills", lines.set_skills, name="set_skills"),
    path("tables/", tables.tables_page, name="tables"),
    path("tables/upload", tables.upload, name="upload"),
    path("tables/export", tables.export, name="export"),
    path("tables/<int:pk>/", tables.table, name="table"),
    path("tables/<int:pk>/write_table", tables.write_table, name="write_table"),
]
