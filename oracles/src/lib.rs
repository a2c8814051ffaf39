//! Results of firstyear held against those of other packages: see the tests.
