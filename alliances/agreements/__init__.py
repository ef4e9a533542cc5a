"""The contracts of an alliance: agreements and their amendments, how they end, and the programmes they are about."""
