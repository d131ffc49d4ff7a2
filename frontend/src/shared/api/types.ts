/** The names that the page uses for the contract's types: the only reader of `schema.ts`. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type RunStatus = Schemas["Status"];
export type LimitName = Schemas["Limit"];
export type Violation = Schemas["Violation"];
export type Limits = Schemas["Limits"];
export type Run = Schemas["Result"];
export type RunSummary = Schemas["JobSummary"];
export type RunPage = Schemas["JobList"];
export type Submission = Schemas["Submission"];
export type Accepted = Schemas["Accepted"];
export type Validation = Schemas["Validation"];
export type ShareLink = Schemas["Share"];
export type Language = Schemas["Language"];
export type ServiceConfig = Schemas["Config"];
export type CognitoSettings = Schemas["Cognito"];
export type AnalyzeStatus = Schemas["AnalyzeStatus"];
export type StreamName = "stdout" | "stderr";
