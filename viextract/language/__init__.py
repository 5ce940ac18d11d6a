"""What is known of Vietnamese: syllables, marks and tones, pre-Unicode encodings, how far a text is to be trusted."""
