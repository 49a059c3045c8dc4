"""Addresses of the rules, the time limits, the catalogue, the areas, the lines, and of the tables that carry them."""

from __future__ import annotations

from django.urls import path

from .views import areas, catalogue, holidays, limits, lines, rules, storms, tables

app_name = "settings"
urlpatterns = [
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:name>/", rules.rule, name="rule"),
    path("rules/<slug:name>/set_rule", rules.set_rule, name="set_rule"),
    path("rules/<slug:name>/<int:pk>/withdraw_rule", rules.withdraw_rule, name="withdraw_rule"),
    path("timelimits/", limits.limits, name="limits"),
    path("timelimits/new/", limits.new, name="new_limit"),
    path("timelimits/set_limit", limits.set_limit, name="set_limit"),
    path("timelimits/add_season", limits.add_season, name="add_season"),
    path("timelimits/<int:pk>/", limits.limit, name="limit"),
    path("timelimits/<int:pk>/end_limit", limits.end_limit, name="end_limit"),
    path("timelimits/<int:pk>/withdraw_limit", limits.withdraw_limit, name="withdraw_limit"),
    path("holidays/", holidays.holidays, name="holidays"),
    path("holidays/<int:year>/upload", holidays.upload, name="bring_year"),
    path("holidays/declare_day", holidays.declare_day, name="declare_day"),
    path("holidays/set_hours", holidays.set_hours, name="set_hours"),
    path("holidays/<int:pk>/withdraw_day", holidays.withdraw_day, name="withdraw_day"),
    path("storms/", storms.storms, name="storms"),
    path("storms/switch_on", storms.switch_on, name="switch_on"),
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
