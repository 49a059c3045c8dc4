"""Addresses of the door, of one's own account, of all accounts, and of the table of rights."""

from __future__ import annotations

from django.urls import path

from .views import accounts, door, factors, mine, pages, sso

app_name = "people"
urlpatterns = [
    path("", door.home, name="home"),
    path("sign-in/", door.sign_in, name="sign_in"),
    path("sign-in/as/", door.sign_in_as, name="sign_in_as"),
    path("sign-in/link/<str:link>/", door.choose_password, name="choose_password"),
    path("sign-in/factor/", factors.second_factor, name="second_factor"),
    path("sign-in/factor/set-up/", factors.set_up_factor, name="set_up_factor"),
    path("sign-in/factor/new/", factors.new_passkey_options, name="new_passkey_options"),
    path("sign-in/passkey/options/", factors.passkey_options, name="passkey_options"),
    path("sign-in/passkey/", factors.passkey, name="passkey"),
    path("sign-in/sso/", sso.begin, name="sso"),
    path("sign-in/sso/back/", sso.back, name="sso_back"),
    path("sign-out/", door.sign_out, name="sign_out"),
    path("sign-out/everywhere/", door.sign_out_everywhere, name="sign_out_everywhere"),
    path("language/", door.language, name="language"),
    path("theme/", door.theme, name="theme"),
    path("rights/", pages.rights, name="rights"),
    path("me/", pages.me, name="me"),
    path("me/password/", mine.change_password, name="change_password"),
    path("me/factors/", mine.my_factors, name="my_factors"),
    path("me/factors/add_factor/", mine.add_factor, name="add_factor"),
    path("me/factors/make_recovery_codes/", mine.make_recovery_codes, name="make_recovery_codes"),
    path("me/factors/<int:pk>/remove_factor/", mine.remove_factor, name="remove_factor"),
    path("sessions/<slug:name>/end_session/", mine.end_session, name="end_session"),
    path("people/", accounts.people, name="people"),
    path("people/engage/", accounts.engage, name="engage"),
    path("people/<int:pk>/", accounts.person, name="person"),
    path("people/<int:pk>/change_roles/", accounts.change_roles, name="change_roles"),
    path("people/<int:pk>/invite/", accounts.invite, name="invite"),
    path("people/<int:pk>/set_password/", accounts.set_password, name="set_password"),
    path("people/<int:pk>/deactivate/", accounts.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", accounts.reactivate, name="reactivate"),
    path("people/<int:pk>/reset_factors/", accounts.reset_factors, name="reset_factors"),
    path("people/<int:pk>/unbind_sso/", accounts.unbind_sso, name="unbind_sso"),
    path("people/<int:pk>/unlock/", accounts.unlock, name="unlock"),
    path("people/<int:pk>/sign_out_everywhere/", accounts.end_sessions, name="end_sessions"),
]
