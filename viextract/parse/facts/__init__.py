"""What a sentence says: dates, deadlines, goals, cited documents."""
