"""The switch in memory: the same contract as the real one, without a telephone network.

Everything happens in the caller's event loop and in the order it was asked for. It is trusted only
because the contract tests that it passes are passed by a real Asterisk, too.
"""

from hotline.telephony.sim.exchange import Exchange
from hotline.telephony.sim.handset import SimHandset
from hotline.telephony.sim.switch import SimSwitch

__all__ = ["Exchange", "SimHandset", "SimSwitch"]
