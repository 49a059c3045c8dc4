"""Absences: from when until when a provider is not sent, and why."""
