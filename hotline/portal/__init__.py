"""The portal: what citizens see of their case without signing in."""
