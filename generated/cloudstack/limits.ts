// @ts-nocheck -- written by `npm run generate`; do not edit
// https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface LimitsConfig extends cdktf.TerraformMetaArguments {
  /**
  * Update resource for a specified account. Must be used with the domain_id parameter.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits#account Limits#account}
  */
  readonly account?: string;
  /**
  * Update resource limits for all accounts in specified domain. If used with the account parameter, updates resource limits for a specified account in specified domain.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits#domain_id Limits#domain_id}
  */
  readonly domainId?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits#id Limits#id}
  *
  * Please be aware that the id field is automatically added to all resources in Terraform providers using a Terraform provider SDK version below 2.
  * If you experience problems setting this value it might not be settable. Please take a look at the provider documentation to ensure it should be settable.
  */
  readonly id?: string;
  /**
  * Maximum resource limit. Use -1 for unlimited resource limit. A value of 0 means zero resources are allowed, though the CloudStack API may return -1 for a limit set to 0.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits#max Limits#max}
  */
  readonly max?: number;
  /**
  * Update resource limits for project.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits#project Limits#project}
  */
  readonly project?: string;
  /**
  * The type of resource to update the limits. Available types are: instance, ip, volume, snapshot, template, project, network, vpc, cpu, memory, primarystorage, secondarystorage
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits#type Limits#type}
  */
  readonly type: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits cloudstack_limits}
*/
export class Limits extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "cloudstack_limits";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a Limits resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Limits to import
  * @param importFromId The id of the existing Limits that should be imported. Refer to the {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Limits to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "cloudstack_limits", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/limits cloudstack_limits} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options LimitsConfig
  */
  public constructor(scope: Construct, id: string, config: LimitsConfig) {
    super(scope, id, {
      terraformResourceType: 'cloudstack_limits',
      terraformGeneratorMetadata: {
        providerName: 'cloudstack',
        providerVersion: '0.6.0',
        providerVersionConstraint: '0.6.0'
      },
      provider: config.provider,
      dependsOn: config.dependsOn,
      count: config.count,
      lifecycle: config.lifecycle,
      provisioners: config.provisioners,
      connection: config.connection,
      forEach: config.forEach
    });
    this._account = config.account;
    this._domainId = config.domainId;
    this._id = config.id;
    this._max = config.max;
    this._project = config.project;
    this._type = config.type;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // account - computed: false, optional: true, required: false
  private _account?: string; 
  public get account() {
    return this.getStringAttribute('account');
  }
  public set account(value: string) {
    this._account = value;
  }
  public resetAccount() {
    this._account = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get accountInput() {
    return this._account;
  }

  // configured_max - computed: true, optional: false, required: false
  public get configuredMax() {
    return this.getNumberAttribute('configured_max');
  }

  // domain_id - computed: false, optional: true, required: false
  private _domainId?: string; 
  public get domainId() {
    return this.getStringAttribute('domain_id');
  }
  public set domainId(value: string) {
    this._domainId = value;
  }
  public resetDomainId() {
    this._domainId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get domainIdInput() {
    return this._domainId;
  }

  // id - computed: true, optional: true, required: false
  private _id?: string; 
  public get id() {
    return this.getStringAttribute('id');
  }
  public set id(value: string) {
    this._id = value;
  }
  public resetId() {
    this._id = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get idInput() {
    return this._id;
  }

  // max - computed: false, optional: true, required: false
  private _max?: number; 
  public get max() {
    return this.getNumberAttribute('max');
  }
  public set max(value: number) {
    this._max = value;
  }
  public resetMax() {
    this._max = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get maxInput() {
    return this._max;
  }

  // project - computed: false, optional: true, required: false
  private _project?: string; 
  public get project() {
    return this.getStringAttribute('project');
  }
  public set project(value: string) {
    this._project = value;
  }
  public resetProject() {
    this._project = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get projectInput() {
    return this._project;
  }

  // type - computed: false, optional: false, required: true
  private _type?: string; 
  public get type() {
    return this.getStringAttribute('type');
  }
  public set type(value: string) {
    this._type = value;
  }
  // Temporarily expose input value. Use with caution.
  public get typeInput() {
    return this._type;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      account: cdktf.stringToTerraform(this._account),
      domain_id: cdktf.stringToTerraform(this._domainId),
      id: cdktf.stringToTerraform(this._id),
      max: cdktf.numberToTerraform(this._max),
      project: cdktf.stringToTerraform(this._project),
      type: cdktf.stringToTerraform(this._type),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      account: {
        value: cdktf.stringToHclTerraform(this._account),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      domain_id: {
        value: cdktf.stringToHclTerraform(this._domainId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      id: {
        value: cdktf.stringToHclTerraform(this._id),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      max: {
        value: cdktf.numberToHclTerraform(this._max),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      project: {
        value: cdktf.stringToHclTerraform(this._project),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      type: {
        value: cdktf.stringToHclTerraform(this._type),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
