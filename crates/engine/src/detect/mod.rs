//! What one text shows: behaviours, stance, the probability that it threatens.
