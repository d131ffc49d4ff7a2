//! User pools of our own: the `MiniStack` emulator, which `cargo xtask test` installs and names in `MINISTACK`.

use std::{
    fs::File,
    net::TcpListener,
    process::{Child, Command, Stdio},
};

use code_remote::tls;
use reqwest::Client;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::eventually;

const REGION: &str = "eu-west-1";
/// Everyone's password.
pub(crate) const PASSWORD: &str = "Correct-Horse-7";

/// A running emulator; it ends when it is dropped.
pub(crate) struct Emulator {
    child: Child,
    http: Client,
    endpoint: String,
    directory: TempDir,
}

/// A user pool with one app client.
#[derive(Debug, Clone)]
pub(crate) struct UserPool {
    pub(crate) id: String,
    pub(crate) client_id: String,
}

/// What somebody who signs in gets.
#[derive(Debug, Clone)]
pub(crate) struct Tokens {
    pub(crate) access: String,
    pub(crate) id: String,
}

impl Emulator {
    /// Starts one and waits until it answers.
    pub(crate) async fn start() -> Self {
        tls::use_ring();
        let executable = std::env::var_os("MINISTACK")
            .expect("there is no Cognito emulator (MINISTACK is not set): run `cargo xtask test`, which installs one");
        let directory = tempfile::tempdir().expect("a directory can be made");
        let log = File::create(directory.path().join("log")).expect("a log can be made");
        let port = free_port().to_string();
        let child = Command::new(&executable)
            .envs([("GATEWAY_PORT", port.as_str()), ("MINISTACK_HOST", "127.0.0.1"), ("BIND_HOST", "127.0.0.1")])
            .envs([("MINISTACK_REGION", REGION), ("SERVICES", "cognito-idp"), ("DOCKER_HOST", "unix:///nonexistent")])
            .env("STATE_DIR", directory.path())
            // It would listen on a port that two emulators cannot share.
            .env("IOT_MTLS_ENABLED", "0")
            .stdin(Stdio::null())
            .stdout(log.try_clone().expect("the log can be shared"))
            .stderr(log)
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", executable.display()));
        let endpoint = format!("http://127.0.0.1:{port}");
        let emulator = Self { child, http: Client::new(), endpoint, directory };
        emulator.until_ready().await;
        emulator
    }

    async fn until_ready(&self) {
        let health = format!("{}/_ministack/health", self.endpoint);
        eventually("the emulator does not become ready", async || {
            let is_ready = self.http.get(&health).send().await.is_ok_and(|response| response.status().is_success());
            (!is_ready).then(|| std::fs::read_to_string(self.directory.path().join("log")).unwrap_or_default())
        })
        .await;
    }

    /// Makes a user pool where people sign in with their addresses.
    pub(crate) async fn pool(&self) -> UserPool {
        let pool = json!({ "PoolName": "e2e", "UsernameAttributes": ["email"], "AutoVerifiedAttributes": ["email"] });
        let pool = self.call("CreateUserPool", pool).await;
        let id = text(&pool["UserPool"]["Id"]);
        UserPool { client_id: self.client_of(&id).await, id }
    }

    /// The same pool as another app sees it.
    pub(crate) async fn other_client(&self, pool: &UserPool) -> UserPool {
        UserPool { client_id: self.client_of(&pool.id).await, id: pool.id.clone() }
    }

    async fn client_of(&self, pool_id: &str) -> String {
        let flows = ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"];
        let client = json!({ "UserPoolId": pool_id, "ClientName": "e2e", "ExplicitAuthFlows": flows });
        text(&self.call("CreateUserPoolClient", client).await["UserPoolClient"]["ClientId"])
    }

    /// Makes an account.
    pub(crate) async fn sign_up(&self, pool: &UserPool, email: &str) {
        let attributes = [json!({ "Name": "email", "Value": email })];
        let account = json!({
            "ClientId": pool.client_id, "Username": email, "Password": PASSWORD, "UserAttributes": attributes
        });
        self.call("SignUp", account).await;
        self.call("AdminConfirmSignUp", json!({ "UserPoolId": pool.id, "Username": email })).await;
    }

    /// Makes an account one of the operators'.
    pub(crate) async fn make_operator(&self, pool: &UserPool, email: &str) {
        self.call("CreateGroup", json!({ "UserPoolId": pool.id, "GroupName": "operators" })).await;
        let member = json!({ "UserPoolId": pool.id, "GroupName": "operators", "Username": email });
        self.call("AdminAddUserToGroup", member).await;
    }

    /// Signs in.
    pub(crate) async fn sign_in(&self, pool: &UserPool, email: &str) -> Tokens {
        let parameters = json!({ "USERNAME": email, "PASSWORD": PASSWORD });
        let request =
            json!({ "ClientId": pool.client_id, "AuthFlow": "USER_PASSWORD_AUTH", "AuthParameters": parameters });
        let result = &self.call("InitiateAuth", request).await["AuthenticationResult"];
        Tokens { access: text(&result["AccessToken"]), id: text(&result["IdToken"]) }
    }

    /// The pool's public keys.
    pub(crate) async fn keys(&self, pool: &UserPool) -> Value {
        let url = format!("{}/{}/.well-known/jwks.json", self.endpoint, pool.id);
        self.http.get(url).send().await.expect("the emulator answers").json().await.expect("a key set")
    }

    /// Settings of a service where people sign in with this pool.
    pub(crate) fn settings<'a>(&'a self, pool: &'a UserPool) -> [(&'static str, &'a str); 5] {
        [
            ("CODE_REMOTE_AUTH", "cognito"),
            ("CODE_REMOTE_COGNITO_REGION", REGION),
            ("CODE_REMOTE_COGNITO_USER_POOL_ID", &pool.id),
            ("CODE_REMOTE_COGNITO_CLIENT_ID", &pool.client_id),
            ("CODE_REMOTE_COGNITO_ENDPOINT", &self.endpoint),
        ]
    }

    /// Cognito's own protocol; the emulator does not check who asks.
    async fn call(&self, action: &str, body: Value) -> Value {
        let scope = format!("test/20260101/{REGION}/cognito-idp/aws4_request");
        let request = self.http.post(&self.endpoint).header("content-type", "application/x-amz-json-1.1");
        let request = request
            .header("x-amz-target", format!("AWSCognitoIdentityProviderService.{action}"))
            .header("authorization", format!("AWS4-HMAC-SHA256 Credential={scope}, SignedHeaders=host, Signature=0"));
        let response = request.body(body.to_string()).send().await.expect("the emulator answers");
        let status = response.status();
        let answer: Value = response.json().await.expect("the emulator's answer is JSON");
        assert!(status.is_success(), "{action}: {answer}");
        answer
    }
}

impl Drop for Emulator {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}")).to_owned()
}

/// A port that nothing listens on.
pub(crate) fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}
