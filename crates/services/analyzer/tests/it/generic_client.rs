//! The surface as a generic client sees it: it knows no type of ours and learns everything by reflection.

use bytes::{Buf as _, BufMut as _};
use code_remote_analyzer::GrpcBounds;
use futures_util::{StreamExt as _, stream};
use prost::Message as _;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor, MethodDescriptor, ReflectMessage as _, Value};
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};
use tonic::codegen::http::uri::PathAndQuery;
use tonic::transport::{Channel, Endpoint};
use tonic::{Code, Request, Status};
use tonic_health::pb::HealthCheckRequest;
use tonic_health::pb::health_check_response::ServingStatus;
use tonic_health::pb::health_client::HealthClient;
use tonic_reflection::pb::v1::server_reflection_client::ServerReflectionClient;
use tonic_reflection::pb::v1::server_reflection_request::MessageRequest;
use tonic_reflection::pb::v1::server_reflection_response::MessageResponse;
use tonic_reflection::pb::v1::{ServerReflectionRequest, ServerReflectionResponse};

use crate::support::{Counted, FakeModel, PAIRS, Served, explaining, hanging, measuring, reply};

const SERVICE: &str = "coderemote.analyzer.v1.Analyzer";

/// Sends and receives messages without generated types.
#[derive(Clone)]
struct DynamicCodec(MessageDescriptor);

impl Codec for DynamicCodec {
    type Encode = DynamicMessage;
    type Decode = DynamicMessage;
    type Encoder = Self;
    type Decoder = Self;

    fn encoder(&mut self) -> Self {
        self.clone()
    }

    fn decoder(&mut self) -> Self {
        self.clone()
    }
}

impl Encoder for DynamicCodec {
    type Item = DynamicMessage;
    type Error = Status;

    fn encode(&mut self, item: DynamicMessage, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        buffer.put_slice(&item.encode_to_vec());
        Ok(())
    }
}

impl Decoder for DynamicCodec {
    type Item = DynamicMessage;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<DynamicMessage>, Status> {
        let bytes = buffer.copy_to_bytes(buffer.remaining());
        DynamicMessage::decode(self.0.clone(), bytes).map(Some).map_err(|error| Status::internal(error.to_string()))
    }
}

/// A connection and what reflection says is there.
struct Generic {
    channel: Channel,
    pool: DescriptorPool,
}

impl Generic {
    async fn at(served: &Served) -> Self {
        let endpoint = Endpoint::from_shared(format!("http://{}", served.address)).expect("it is an address");
        let channel = endpoint.connect().await.expect("it listens");
        let names = reflect(&channel, MessageRequest::ListServices(String::new())).await;
        let MessageResponse::ListServicesResponse(names) = names else { panic!("{names:?}") };
        for name in [SERVICE, "grpc.reflection.v1.ServerReflection", "grpc.reflection.v1alpha.ServerReflection"] {
            assert!(names.service.iter().any(|service| service.name == name), "{name}: {names:?}");
        }
        let files = reflect(&channel, MessageRequest::FileContainingSymbol(SERVICE.to_owned())).await;
        let MessageResponse::FileDescriptorResponse(files) = files else { panic!("{files:?}") };
        let mut pool = DescriptorPool::new();
        for file in files.file_descriptor_proto {
            pool.decode_file_descriptor_proto(file.as_slice()).expect("it is a file");
        }
        Self { channel, pool }
    }

    fn method(&self, name: &str) -> MethodDescriptor {
        let service = self.pool.get_service_by_name(SERVICE).expect("it is there");
        service.methods().find(|method| method.name() == name).expect("it has the method")
    }

    /// A request for this program.
    fn about(method: &MethodDescriptor, source: &str) -> DynamicMessage {
        let mut request = DynamicMessage::new(method.input());
        let kind =
            request.get_field_by_name("program").expect("it has a program").as_message().expect("one").descriptor();
        let mut program = DynamicMessage::new(kind);
        program.set_field_by_name("caller", Value::String("anyone".to_owned()));
        program.set_field_by_name("language", Value::String("python".to_owned()));
        program.set_field_by_name("source", Value::String(source.to_owned()));
        program.set_field_by_name("measure", Value::Bool(true));
        request.set_field_by_name("program", Value::Message(program));
        request
    }

    async fn all(
        &self,
        method: &MethodDescriptor,
        request: Request<DynamicMessage>,
    ) -> Result<Vec<DynamicMessage>, Status> {
        let mut client = tonic::client::Grpc::new(self.channel.clone());
        client.ready().await.expect("the connection is there");
        let path = format!("/{SERVICE}/{}", method.name());
        let path = PathAndQuery::try_from(path).expect("it is a path");
        let codec = DynamicCodec(method.output());
        let answers = client.server_streaming(request, path, codec).await?.into_inner();
        answers.collect::<Vec<_>>().await.into_iter().collect()
    }
}

async fn reflect(channel: &Channel, question: MessageRequest) -> MessageResponse {
    let request = ServerReflectionRequest { host: String::new(), message_request: Some(question) };
    let mut client = ServerReflectionClient::new(channel.clone());
    let answers = client.server_reflection_info(stream::iter([request])).await.expect("it reflects");
    let answer: ServerReflectionResponse = answers.into_inner().message().await.expect("it answers").expect("one");
    answer.message_response.expect("with something")
}

fn part(message: &DynamicMessage, path: &[&str]) -> Value {
    let mut value = Value::Message(message.clone());
    for name in path {
        let inner = value.as_message().expect("it is a message");
        value = inner.get_field_by_name(name).expect("it has the part").into_owned();
    }
    value
}

#[tokio::test]
async fn a_program_is_analysed() {
    let served = Served::new(explaining(&FakeModel::saying(reply("O(n^2)", "O(1)"))), GrpcBounds::default()).await;
    let generic = Generic::at(&served).await;
    let method = generic.method("AnalyzeComplexity");
    let answers = generic.all(&method, Request::new(Generic::about(&method, PAIRS))).await.expect("it answers");
    let [answer] = answers.as_slice() else { panic!("one answer: {answers:?}") };
    let class = part(answer, &["report", "analysis", "time", "class"]).as_enum_number().expect("a class");
    let classes = generic.pool.get_enum_by_name("coderemote.analyzer.v1.Class").expect("it is there");
    assert_eq!(classes.get_value(class).expect("a known one").name(), "CLASS_QUADRATIC");
    assert_eq!(part(answer, &["report", "model", "provider"]).as_str(), Some("fake"));
    let points = part(answer, &["report", "analysis", "measured", "points"]);
    assert!(points.as_list().is_some_and(|points| points.len() >= 5));
}

#[tokio::test]
async fn pieces_come_in_their_order() {
    let served = Served::new(explaining(&FakeModel::saying(reply("O(n^2)", "O(1)"))), GrpcBounds::default()).await;
    let generic = Generic::at(&served).await;
    let method = generic.method("AnalyzeComplexityStream");
    assert!(method.is_server_streaming());
    let answers = generic.all(&method, Request::new(Generic::about(&method, PAIRS))).await.expect("it answers");
    let kinds: Vec<_> = answers
        .iter()
        .flat_map(|answer| answer.fields().map(|(field, _)| field.name().to_owned()).collect::<Vec<_>>())
        .collect();
    assert_eq!(kinds.first().map(String::as_str), Some("evidence"));
    assert_eq!(kinds.last().map(String::as_str), Some("done"));
    assert!(kinds.len() > 2 && kinds[1..kinds.len() - 1].iter().all(|kind| kind == "narrative"), "{kinds:?}");
}

#[tokio::test]
async fn the_callers_deadline_is_kept() {
    let served = Served::new(hanging(), GrpcBounds::default()).await;
    let generic = Generic::at(&served).await;
    for name in ["AnalyzeComplexity", "AnalyzeComplexityStream"] {
        let method = generic.method(name);
        let mut request = Request::new(Generic::about(&method, PAIRS));
        request.set_timeout(std::time::Duration::from_secs(2));
        let failed = generic.all(&method, request).await.expect_err("it hangs");
        assert_eq!(failed.code(), Code::DeadlineExceeded, "{name}: {failed:?}");
    }
}

#[tokio::test]
async fn a_request_without_a_program_and_one_for_nobody_are_refused() {
    let served = Served::new(measuring(Counted::new(|size| size)), GrpcBounds::default()).await;
    let generic = Generic::at(&served).await;
    let method = generic.method("AnalyzeComplexity");
    let empty = DynamicMessage::new(method.input());
    let failed = generic.all(&method, Request::new(empty)).await.expect_err("there is nothing");
    assert_eq!(failed.code(), Code::InvalidArgument);
    let mut client = tonic::client::Grpc::new(generic.channel.clone());
    client.ready().await.expect("the connection is there");
    let path = PathAndQuery::from_static("/coderemote.nobody.v1.Nobody/Do");
    let codec = DynamicCodec(method.output());
    let failed = client.unary(Request::new(DynamicMessage::new(method.input())), path, codec).await;
    assert_eq!(failed.expect_err("nobody").code(), Code::Unimplemented);
}

#[tokio::test]
async fn a_message_that_is_too_large_or_cannot_be_read_has_the_code_that_the_definition_says() {
    let served = Served::new(measuring(Counted::new(|size| size)), GrpcBounds::default()).await;
    let generic = Generic::at(&served).await;
    let method = generic.method("AnalyzeComplexity");
    let large = Generic::about(&method, &"#".repeat(3 << 20));
    let failed = generic.all(&method, Request::new(large)).await.expect_err("it is too large");
    assert_eq!(failed.code(), Code::OutOfRange, "{failed:?}");
    // Its first field is a number, and that of a request a message.
    let mut garbage =
        DynamicMessage::new(generic.pool.get_message_by_name("coderemote.analyzer.v1.Point").expect("it is there"));
    garbage.set_field_by_name("size", Value::U64(7));
    let failed = generic.all(&method, Request::new(garbage)).await.expect_err("it cannot be read");
    assert_eq!(failed.code(), Code::Internal, "{failed:?}");
}

#[tokio::test]
async fn health_is_told() {
    let served = Served::new(measuring(Counted::new(|size| size)), GrpcBounds::default()).await;
    let generic = Generic::at(&served).await;
    let mut health = HealthClient::new(generic.channel.clone());
    for service in ["", SERVICE] {
        let answer = health.check(HealthCheckRequest { service: service.to_owned() }).await.expect("it answers");
        assert_eq!(answer.into_inner().status(), ServingStatus::Serving, "{service}");
    }
    let unknown = health.check(HealthCheckRequest { service: "nobody".to_owned() }).await;
    assert_eq!(unknown.expect_err("nobody").code(), Code::NotFound);
    let watched = HealthCheckRequest { service: SERVICE.to_owned() };
    let mut watch = health.watch(watched).await.expect("it can be watched").into_inner();
    assert_eq!(watch.message().await.expect("it tells").map(|told| told.status()), Some(ServingStatus::Serving));
    served.stop();
    assert_eq!(watch.message().await.expect("it tells").map(|told| told.status()), Some(ServingStatus::NotServing));
}
