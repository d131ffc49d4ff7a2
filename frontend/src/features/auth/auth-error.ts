/** Sign-in errors in words; Cognito names them by exception. */
import { ApiError } from "@/shared/api/api-error";
import { describeError } from "@/shared/api/describe-error";

const sentences: Record<string, string> = {
  NotAuthorizedException: "The e-mail address or the password is wrong.",
  UserNotFoundException: "The e-mail address or the password is wrong.",
  UsernameExistsException: "There is an account with this e-mail address already. Sign in instead.",
  CodeMismatchException: "That code is not right. Look at the newest message and try again.",
  ExpiredCodeException: "That code has expired. Ask for a new one.",
  InvalidPasswordException:
    "The password needs at least 8 characters with an upper-case letter, a lower-case letter and a digit.",
  LimitExceededException: "Too many tries. Wait a few minutes.",
  TooManyRequestsException: "Too many tries. Wait a few minutes.",
  NetworkError: "The sign-in service cannot be reached. Your draft is safe here.",
};

export function authErrorText(error: unknown): string {
  if (error instanceof ApiError) return error.status === 401 ? "This key is not valid." : describeError(error).message;
  if (!(error instanceof Error)) return "Something went wrong. Try again.";
  return sentences[error.name] ?? error.message;
}
