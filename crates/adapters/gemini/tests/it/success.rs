//! Questions that are answered.

use code_remote_gemini::{
    DEFAULT_MODEL, Gemini, GeminiSettings,
    testing::{Reply, Request, Server, ServerOptions},
};
use domain::{LanguageModel as _, Secret};

use crate::{KEY, gemini, prompt, settings};

#[tokio::test]
async fn a_question_says_what_the_settings_say() {
    let server = Server::start().await;
    server.script([Reply::text("It is linear.")]);
    let text = gemini(&server).generate(&prompt()).await.expect("answers");
    assert_eq!(text, "It is linear.");
    let [request] = server.requests().try_into().expect("one question");
    let timeout = request.timeout.clone();
    assert!(timeout.is_some(), "the server is told how long somebody waits");
    let wanted = Request {
        method: "GenerateContent".into(),
        api_key: Some(KEY.into()),
        timeout,
        model: format!("models/{DEFAULT_MODEL}"),
        prompt: prompt(),
        roles: vec!["user".into()],
        temperature: Some(0.1),
        max_output_tokens: Some(2048),
        thinking_budget: Some(0),
    };
    assert_eq!(request, wanted);
}

#[tokio::test]
async fn settings_reach_the_server() {
    let server = Server::start().await;
    server.script([Reply::text("yes")]);
    let model = GeminiSettings {
        model: "tunedModels/ours".into(),
        temperature: 1.5,
        max_output_tokens: 100,
        thinking_budget: None,
        ..settings(&server)
    };
    Gemini::new(model).expect("is good").generate(&prompt()).await.expect("answers");
    let request = &server.requests()[0];
    assert_eq!((request.model.as_str(), request.thinking_budget), ("tunedModels/ours", None));
    assert_eq!((request.temperature, request.max_output_tokens), (Some(1.5), Some(100)));
}

#[tokio::test]
async fn thoughts_are_not_part_of_the_answer() {
    let server = Server::start().await;
    let reply = Reply::text("It is linear.").thinking("The user wants to know...");
    server.script([reply.clone(), reply]);
    let model = gemini(&server);
    assert_eq!(model.generate(&prompt()).await.expect("answers"), "It is linear.");
    assert_eq!(crate::stream::told(&model).await.0, ["It is linear."]);
}

#[tokio::test]
async fn one_connection_serves_many_questions_and_another_follows_when_it_breaks() {
    let server = Server::start().await;
    let model = gemini(&server);
    for number in 0..3 {
        server.script([Reply::text(format!("{number}"))]);
        assert_eq!(model.generate(&prompt()).await.expect("answers"), number.to_string());
    }
    server.script([Reply::empty().cut(), Reply::text("again")]);
    assert_eq!(model.generate(&prompt()).await.expect("answers"), "again");
    assert_eq!(server.requests().len(), 5);
}

#[tokio::test]
async fn only_the_servers_own_key_is_accepted() {
    let options = ServerOptions { api_key: Some(KEY.into()), ..ServerOptions::default() };
    let server = Server::start_with(options).await;
    server.script([Reply::text("yes")]);
    let other = GeminiSettings { api_key: Secret::new("another"), ..settings(&server) };
    Gemini::new(other).expect("is good").generate(&prompt()).await.expect_err("is refused");
    assert_eq!(gemini(&server).generate(&prompt()).await.expect("answers"), "yes");
}
