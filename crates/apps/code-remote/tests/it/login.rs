//! `code-remote login`, `logout` and `keys`, as a person at a terminal uses them.

use std::{
    fs,
    os::unix::fs::MetadataExt as _,
    path::PathBuf,
    process::{Command, Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::harness::{Emulator, PASSWORD, Service, executable};

const EMAIL: &str = "ada@example.org";

/// Somebody with a home of their own.
struct Person<'a> {
    service: &'a Service,
    home: TempDir,
}

impl Person<'_> {
    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(executable());
        command.args(words).current_dir(self.home.path()).env_remove("CODE_REMOTE_TOKEN_FILE");
        command.env("XDG_CONFIG_HOME", self.home.path().join("config")).env("CODE_REMOTE_URL", self.service.url());
        command.env("NO_COLOR", "1").stdin(Stdio::null()).output().expect("the executable runs")
    }

    /// Standard output of what must work.
    fn told(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let (stdout, stderr) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert!(output.status.success(), "{words:?}: {stderr}");
        assert!(!stdout.contains(PASSWORD) && !stderr.contains(PASSWORD));
        stdout.into_owned()
    }

    /// Exit code and standard error of what must not.
    fn refused(&self, words: &[&str]) -> String {
        let output = self.run(words);
        assert!(!output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stdout));
        String::from_utf8_lossy(&output.stderr).into_owned()
    }

    fn write(&self, name: &str, text: &str) -> String {
        let path = self.home.path().join(name);
        fs::write(&path, text).expect("a file can be written");
        path.display().to_string()
    }

    fn credentials(&self) -> PathBuf {
        self.home.path().join("config/code-remote/credentials.json")
    }

    fn signed_in(&self) -> Value {
        let text = fs::read(self.credentials()).expect("there is a file");
        serde_json::from_slice::<Value>(&text).expect("it is JSON")[self.service.url()].clone()
    }

    /// Makes the access token one that is over.
    fn expire(&self) {
        let mut signed_in = self.signed_in();
        signed_in["access_token"] = json!("over");
        signed_in["expires_at"] = json!(1);
        let text = json!({ self.service.url(): signed_in }).to_string();
        fs::write(self.credentials(), text).expect("the file can be written");
    }
}

#[tokio::test]
async fn a_person_signs_in_works_makes_keys_and_signs_out() {
    let emulator = Emulator::start().await;
    let pool = emulator.pool().await;
    let service = Service::start(&emulator.settings(&pool)).await;
    emulator.sign_up(&pool, EMAIL).await;
    let ada = Person { service: &service, home: tempfile::tempdir().expect("a directory can be made") };
    ada.write("program.py", "print('hello')");

    assert!(ada.refused(&["run", "program.py"]).contains("UNAUTHENTICATED"));
    signing_in_needs_the_right_password(&ada);
    assert_eq!(ada.told(&["run", "program.py"]), "hello\n");
    an_access_token_that_is_over_is_replaced(&ada);
    keys_are_made_listed_and_revoked(&ada);
    signing_out_leaves_nothing(&ada);
}

fn signing_in_needs_the_right_password(ada: &Person<'_>) {
    let (wrong, right) = (ada.write("wrong", "Wrong-Horse-7\n"), ada.write("right", &format!("{PASSWORD}\n")));
    let refused = ada.refused(&["login", "--username", EMAIL, "--password-file", &wrong]);
    assert!(refused.contains("SIGN_IN_REFUSED") && !ada.credentials().exists(), "{refused}");
    assert!(ada.refused(&["login", "--username", EMAIL]).contains("--password-file"), "there is no terminal");
    ada.told(&["login", "--username", EMAIL, "--password-file", &right]);
    let mode = fs::metadata(ada.credentials()).expect("there is a file").mode() & 0o777;
    assert_eq!(mode, 0o600);
}

fn an_access_token_that_is_over_is_replaced(ada: &Person<'_>) {
    let refresh_token = ada.signed_in()["refresh_token"].clone();
    ada.expire();
    assert_eq!(ada.told(&["run", "program.py"]), "hello\n");
    let signed_in = ada.signed_in();
    assert_ne!(signed_in["access_token"], "over", "the new one is kept");
    assert_eq!(signed_in["refresh_token"], refresh_token);
}

fn keys_are_made_listed_and_revoked(ada: &Person<'_>) {
    let key = ada.told(&["keys", "create", "nightly", "--scope", "jobs:read", "--expires-in-days", "7"]);
    assert!(key.starts_with("cr_") && key.lines().count() == 1, "the key and nothing else: {key}");
    let file = ada.write("key", &key);
    assert!(ada.told(&["jobs", "--token-file", &file]).contains("print('hello')"));
    assert!(ada.refused(&["run", "program.py", "--token-file", &file]).contains("INSUFFICIENT_SCOPE"));
    let list: Value = serde_json::from_str(&ada.told(&["keys", "list", "--json"])).expect("JSON");
    let id = list["keys"][0]["id"].as_str().expect("an id").to_owned();
    assert!(ada.told(&["keys", "list"]).contains("jobs:read"));
    ada.told(&["keys", "revoke", &id]);
    assert!(ada.refused(&["jobs", "--token-file", &file]).contains("UNAUTHENTICATED"));
    assert!(ada.told(&["keys", "list"]).contains("revoked"));
    assert!(ada.refused(&["keys", "revoke", "nothing"]).contains("KEY_NOT_FOUND"));
    assert!(ada.refused(&["keys", "create", "x", "--scope", "all"]).contains("scopes"));
}

fn signing_out_leaves_nothing(ada: &Person<'_>) {
    let before = fs::read_to_string(ada.credentials()).expect("there is a file");
    ada.told(&["logout"]);
    assert!(ada.signed_in().is_null());
    assert!(ada.refused(&["run", "program.py"]).contains("UNAUTHENTICATED"));
    ada.told(&["logout"]);
    fs::write(ada.credentials(), before).expect("the file can be written");
    ada.expire();
    assert!(ada.refused(&["run", "program.py"]).contains("run `code-remote login`"), "it is over at the pool too");
}
