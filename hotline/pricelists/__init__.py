"""What each provider asks for a service, from a day on: proposed, agreed or refused, never rewritten."""
