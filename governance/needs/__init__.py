"""What people who partner need: asked in campaigns, ranked, built, told back to those who asked."""
