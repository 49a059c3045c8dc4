"""How a call is conducted: what an operator wants of the call he is in, and a leader of any."""
