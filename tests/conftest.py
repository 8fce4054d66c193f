"""What every test runs under."""

import os

from hypothesis import settings

os.environ["DUBAN_BUTTONS"] = "off"  # the commands that tests run must not take over the buttons of who runs them

# A figure must not depend on how busy the machine is, and CI must not fail on a draw that nobody can repeat.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")
