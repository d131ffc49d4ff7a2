//! Queues on an emulator that is a process of its own. Tokens against a user pool of our own: real RSA keys, and a real HTTP server on a loopback port that publishes them.

mod accept;
mod attack;
mod keys;
mod pool;
mod refuse;
mod rsa;
mod server;
mod sign_in;
mod sqs;
