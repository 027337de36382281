"""What a released set gives away: measured, with a control."""
