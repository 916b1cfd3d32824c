/** A site plan or its Terraform broke a rule that must hold before any run; becomes problem `synth-refused`. */
export class SynthRefusal extends Error {
  readonly code = "synth-refused";

  constructor(detail: string, options?: ErrorOptions) {
    super(detail, options);
    this.name = "SynthRefusal";
  }
}
