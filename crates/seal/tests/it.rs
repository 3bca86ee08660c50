//! Seals from outside.

mod it {
    mod archive;
    mod envelope;
    mod keys;
    mod people;
    mod stream;
    mod support;
    mod vectors;
    mod webhook;
    mod words;
}
