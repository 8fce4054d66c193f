"""A command that the system runs by itself, each day and again each hour until 18:00: Task Scheduler, a systemd user timer, or cron."""
