//! Keys that sign as a user pool does. They were made for these tests with `openssl genpkey` and protect nothing.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::{
    rand::SystemRandom,
    rsa::{KeyPair, PublicKeyComponents},
    signature::{KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA512, RsaEncoding},
};
use serde_json::{Value, json};

/// A key with a name.
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pair: KeyPair,
}

impl Key {
    pub(crate) fn one() -> Self {
        Self::new("one", include_bytes!("rsa/one.der"))
    }

    pub(crate) fn two() -> Self {
        Self::new("two", include_bytes!("rsa/two.der"))
    }

    fn new(name: &'static str, der: &[u8]) -> Self {
        Self { name, pair: KeyPair::from_der(der).expect("the file is a private key") }
    }

    /// The same key under another name.
    pub(crate) fn named(self, name: &'static str) -> Self {
        Self { name, ..self }
    }

    /// Modulus and exponent.
    pub(crate) fn public(&self) -> PublicKeyComponents<Vec<u8>> {
        self.pair.public_key().into()
    }

    /// As a key set has it.
    pub(crate) fn jwk(&self) -> Value {
        let PublicKeyComponents { n, e } = self.public();
        json!({ "kty": "RSA", "alg": "RS256", "use": "sig", "kid": self.name, "n": base64(&n), "e": base64(&e) })
    }

    /// A token with this header and these claims, well signed by RS256 whatever the header says.
    pub(crate) fn sign(&self, header: &Value, claims: &Value) -> String {
        self.sign_by(&RSA_PKCS1_SHA256, header, claims)
    }

    /// The same by RS512.
    pub(crate) fn sign_512(&self, header: &Value, claims: &Value) -> String {
        self.sign_by(&RSA_PKCS1_SHA512, header, claims)
    }

    /// A token with exactly these texts as header and claims, well signed by RS256.
    pub(crate) fn sign_text(&self, header: &str, claims: &str) -> String {
        self.sign_message(&RSA_PKCS1_SHA256, &format!("{}.{}", base64(header.as_bytes()), base64(claims.as_bytes())))
    }

    fn sign_by(&self, encoding: &'static dyn RsaEncoding, header: &Value, claims: &Value) -> String {
        self.sign_message(encoding, &message(header, claims))
    }

    fn sign_message(&self, encoding: &'static dyn RsaEncoding, message: &str) -> String {
        let mut signature = vec![0; self.pair.public().modulus_len()];
        let signed = self.pair.sign(encoding, &SystemRandom::new(), message.as_bytes(), &mut signature);
        signed.expect("the key signs");
        format!("{message}.{}", base64(&signature))
    }
}

/// What is signed.
pub(crate) fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", base64(header.to_string().as_bytes()), base64(claims.to_string().as_bytes()))
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
