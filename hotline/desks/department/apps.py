"""Names the desk apart from the departments it is for."""

from django.apps import AppConfig


class DepartmentDesk(AppConfig):
    """The department's desk."""

    name = "hotline.desks.department"
    label = "desk_department"
