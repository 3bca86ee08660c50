//! The ledger from outside.

mod it {
    mod audit;
    mod formats;
    mod support;
    mod tree;
    mod vectors;
}
