"""Where the house is put together: settings, addresses, servers, reactions, the command line."""
