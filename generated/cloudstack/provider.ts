// @ts-nocheck -- written by `npm run generate`; do not edit
// https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface CloudstackProviderConfig {
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs#http_get_only CloudstackProvider#http_get_only}
  */
  readonly httpGetOnly?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs#timeout CloudstackProvider#timeout}
  */
  readonly timeout?: number;
  /**
  * Alias name
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs#alias CloudstackProvider#alias}
  */
  readonly alias?: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs cloudstack}
*/
export class CloudstackProvider extends cdktf.TerraformProvider {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "cloudstack";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a CloudstackProvider resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the CloudstackProvider to import
  * @param importFromId The id of the existing CloudstackProvider that should be imported. Refer to the {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the CloudstackProvider to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "cloudstack", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs cloudstack} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options CloudstackProviderConfig = {}
  */
  public constructor(scope: Construct, id: string, config: CloudstackProviderConfig = {}) {
    super(scope, id, {
      terraformResourceType: 'cloudstack',
      terraformGeneratorMetadata: {
        providerName: 'cloudstack',
        providerVersion: '0.6.0',
        providerVersionConstraint: '0.6.0'
      },
      terraformProviderSource: 'registry.terraform.io/cloudstack/cloudstack'
    });
    this._httpGetOnly = config.httpGetOnly;
    this._timeout = config.timeout;
    this._alias = config.alias;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // http_get_only - computed: false, optional: true, required: false
  private _httpGetOnly?: boolean | cdktf.IResolvable; 
  public get httpGetOnly() {
    return this._httpGetOnly;
  }
  public set httpGetOnly(value: boolean | cdktf.IResolvable | undefined) {
    this._httpGetOnly = value;
  }
  public resetHttpGetOnly() {
    this._httpGetOnly = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get httpGetOnlyInput() {
    return this._httpGetOnly;
  }

  // timeout - computed: false, optional: true, required: false
  private _timeout?: number; 
  public get timeout() {
    return this._timeout;
  }
  public set timeout(value: number | undefined) {
    this._timeout = value;
  }
  public resetTimeout() {
    this._timeout = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get timeoutInput() {
    return this._timeout;
  }

  // alias - computed: false, optional: true, required: false
  private _alias?: string; 
  public get alias() {
    return this._alias;
  }
  public set alias(value: string | undefined) {
    this._alias = value;
  }
  public resetAlias() {
    this._alias = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get aliasInput() {
    return this._alias;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      http_get_only: cdktf.booleanToTerraform(this._httpGetOnly),
      timeout: cdktf.numberToTerraform(this._timeout),
      alias: cdktf.stringToTerraform(this._alias),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      http_get_only: {
        value: cdktf.booleanToHclTerraform(this._httpGetOnly),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      timeout: {
        value: cdktf.numberToHclTerraform(this._timeout),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      alias: {
        value: cdktf.stringToHclTerraform(this._alias),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
