"""The application: `systems.bi_solution.app.web.application.create` builds it."""
