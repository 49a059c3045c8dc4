"""The switch on a real Asterisk, by its REST interface.

`AriSwitch` keeps the port's contract; `configuration` writes what Asterisk needs to know, `server`
starts one for a test or a demo, and `AriHandsets` are telephones for those who have none.
"""

from hotline.telephony.ari.client import Access
from hotline.telephony.ari.handsets import AriHandsets
from hotline.telephony.ari.switch import AriSwitch

__all__ = ["Access", "AriHandsets", "AriSwitch"]
