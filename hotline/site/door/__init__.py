"""The front door: the one address, before all parts that listen.

`heads` decides what a well-formed request is and what the parts are told about it; `bodies` where
a message ends; `visitors` carries one visitor's requests to the parts; `upstream` holds the
connections to the parts; `server` opens the address.
"""
