"""The tests of the minutes bot."""
