from django.db import connection


def test_db(db):
    from hotline.people.queries import the_clock
    assert the_clock().pk
    with connection.cursor() as c:
        c.execute("select current_user")
        assert c.fetchone()[0] == "hotline_app"
