//! Tests of whole readings, on invented postings.
