"""The routes and the middleware around the dashboard."""
