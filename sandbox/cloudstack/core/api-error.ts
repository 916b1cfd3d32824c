/**
 * A refusal of the CloudStack API: becomes the HTTP status, the body `{errorcode, cserrorcode, errortext}` and the
 * header X-Description; inside an async job it becomes the job's result instead.
 */
export class ApiError extends Error {
  readonly errorcode: number;
  /** CloudStack's second code; the 401 answers carry none. */
  readonly cserrorcode: number | undefined;
  /** True when the answer's top key is `errorresponse` instead of the command's own. */
  readonly anonymous: boolean;

  constructor(
    errorcode: number,
    errortext: string,
    more: { cserrorcode?: number | undefined; anonymous?: boolean } = {},
  ) {
    super(errortext);
    this.errorcode = errorcode;
    this.cserrorcode = "cserrorcode" in more ? more.cserrorcode : 4350;
    this.anonymous = more.anonymous ?? false;
  }
}

/** 401 for a bad key, a bad or expired signature, and also for a command nobody knows. */
export function unauthorized(anonymous: boolean): ApiError {
  return new ApiError(401, "unable to verify user credentials and/or request signature", {
    cserrorcode: undefined,
    anonymous,
  });
}

/** 432 for a command the caller's role may not use. */
export function notAvailable(command: string, userId: string): ApiError {
  const text = `The API [${command}] does not exist or is not available for the account for user id [${userId}].`;
  return new ApiError(432, text, { cserrorcode: 9999, anonymous: true });
}

/** 431 for a required parameter that was not sent. */
export function missingParameter(command: string, name: string): ApiError {
  const text = `Unable to execute API command ${command.toLowerCase()} due to missing parameter ${name}`;
  return new ApiError(431, text, { cserrorcode: 9999 });
}

/** 431 for an id that is malformed or unknown: the server says the same for both. */
export function noSuchEntity(command: string, name: string, value: string): ApiError {
  const text =
    `Unable to execute API command ${command.toLowerCase()} due to invalid value. Invalid parameter ${name} ` +
    `value=${value} due to incorrect long value format, or entity does not exist or due to incorrect parameter ` +
    "annotation for the field in api cmd class.";
  return new ApiError(431, text, { cserrorcode: 9999 });
}

/** 431 for a value of the wrong type. */
export function invalidValue(command: string, name: string, value: string): ApiError {
  const text = `Unable to execute API command ${command.toLowerCase()} due to invalid value ${value} for parameter ${name}`;
  return new ApiError(431, text, { cserrorcode: 9999 });
}

/** 431 raised by a service after the parameters were read. */
export function invalidParameter(text: string): ApiError {
  return new ApiError(431, text);
}

/** 531 for an object of somebody else. */
export function foreignObject(): ApiError {
  return new ApiError(531, "Caller does not have permission to operate with provided resource.", { cserrorcode: 4365 });
}

/** 530: the server tried and failed. */
export function internalError(text: string): ApiError {
  return new ApiError(530, text, { cserrorcode: 4250 });
}

/** 537: two network rules want the same ports. */
export function ruleConflict(text: string): ApiError {
  return new ApiError(537, text, { cserrorcode: 4360 });
}

/** 432: the server knows the action but refuses it in this form. */
export function unsupported(text: string): ApiError {
  return new ApiError(432, text, { cserrorcode: 9999 });
}
