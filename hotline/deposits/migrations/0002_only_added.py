"""The ledger is only added to, each voucher balances, and no deposit is below nought: held against whoever owns the tables, too."""

from django.db import migrations

HOLD = """
CREATE FUNCTION deposits_hold() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is only added to' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER deposits_voucher_hold BEFORE UPDATE OR DELETE ON deposits_voucher
    FOR EACH ROW EXECUTE FUNCTION deposits_hold();
CREATE TRIGGER deposits_voucher_hold_all BEFORE TRUNCATE ON deposits_voucher
    FOR EACH STATEMENT EXECUTE FUNCTION deposits_hold();
CREATE TRIGGER deposits_posting_hold BEFORE UPDATE OR DELETE ON deposits_posting
    FOR EACH ROW EXECUTE FUNCTION deposits_hold();
CREATE TRIGGER deposits_posting_hold_all BEFORE TRUNCATE ON deposits_posting
    FOR EACH STATEMENT EXECUTE FUNCTION deposits_hold();

CREATE FUNCTION deposits_balance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF (SELECT sum(amount) FROM deposits_posting WHERE voucher_id = NEW.voucher_id) <> 0 THEN
        RAISE EXCEPTION 'voucher % does not balance', NEW.voucher_id USING ERRCODE = 'check_violation';
    END IF;
    IF (SELECT whose FROM deposits_account WHERE id = NEW.account_id) = 'deposit'
        AND (SELECT sum(amount) FROM deposits_posting WHERE account_id = NEW.account_id) < 0 THEN
        RAISE EXCEPTION 'deposit % is below nought', NEW.account_id USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER deposits_posting_balance AFTER INSERT ON deposits_posting
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION deposits_balance();
"""
LET_GO = """
DROP TRIGGER deposits_posting_balance ON deposits_posting;
DROP FUNCTION deposits_balance();
DROP TRIGGER deposits_posting_hold ON deposits_posting;
DROP TRIGGER deposits_posting_hold_all ON deposits_posting;
DROP TRIGGER deposits_voucher_hold ON deposits_voucher;
DROP TRIGGER deposits_voucher_hold_all ON deposits_voucher;
DROP FUNCTION deposits_hold();
"""


class Migration(migrations.Migration):
    dependencies = [("deposits", "0001_initial")]
    operations = [migrations.RunSQL(HOLD, LET_GO)]
