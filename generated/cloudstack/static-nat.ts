// @ts-nocheck -- written by `npm run generate`; do not edit
// https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface StaticNatConfig extends cdktf.TerraformMetaArguments {
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat#id StaticNat#id}
  *
  * Please be aware that the id field is automatically added to all resources in Terraform providers using a Terraform provider SDK version below 2.
  * If you experience problems setting this value it might not be settable. Please take a look at the provider documentation to ensure it should be settable.
  */
  readonly id?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat#ip_address_id StaticNat#ip_address_id}
  */
  readonly ipAddressId: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat#project StaticNat#project}
  */
  readonly project?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat#virtual_machine_id StaticNat#virtual_machine_id}
  */
  readonly virtualMachineId: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat#vm_guest_ip StaticNat#vm_guest_ip}
  */
  readonly vmGuestIp?: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat cloudstack_static_nat}
*/
export class StaticNat extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "cloudstack_static_nat";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a StaticNat resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the StaticNat to import
  * @param importFromId The id of the existing StaticNat that should be imported. Refer to the {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the StaticNat to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "cloudstack_static_nat", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/static_nat cloudstack_static_nat} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options StaticNatConfig
  */
  public constructor(scope: Construct, id: string, config: StaticNatConfig) {
    super(scope, id, {
      terraformResourceType: 'cloudstack_static_nat',
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
    this._id = config.id;
    this._ipAddressId = config.ipAddressId;
    this._project = config.project;
    this._virtualMachineId = config.virtualMachineId;
    this._vmGuestIp = config.vmGuestIp;
  }

  // ==========
  // ATTRIBUTES
  // ==========

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

  // ip_address_id - computed: false, optional: false, required: true
  private _ipAddressId?: string; 
  public get ipAddressId() {
    return this.getStringAttribute('ip_address_id');
  }
  public set ipAddressId(value: string) {
    this._ipAddressId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get ipAddressIdInput() {
    return this._ipAddressId;
  }

  // project - computed: true, optional: true, required: false
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

  // virtual_machine_id - computed: false, optional: false, required: true
  private _virtualMachineId?: string; 
  public get virtualMachineId() {
    return this.getStringAttribute('virtual_machine_id');
  }
  public set virtualMachineId(value: string) {
    this._virtualMachineId = value;
  }
  // Temporarily expose input value. Use with caution.
  public get virtualMachineIdInput() {
    return this._virtualMachineId;
  }

  // vm_guest_ip - computed: true, optional: true, required: false
  private _vmGuestIp?: string; 
  public get vmGuestIp() {
    return this.getStringAttribute('vm_guest_ip');
  }
  public set vmGuestIp(value: string) {
    this._vmGuestIp = value;
  }
  public resetVmGuestIp() {
    this._vmGuestIp = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get vmGuestIpInput() {
    return this._vmGuestIp;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      id: cdktf.stringToTerraform(this._id),
      ip_address_id: cdktf.stringToTerraform(this._ipAddressId),
      project: cdktf.stringToTerraform(this._project),
      virtual_machine_id: cdktf.stringToTerraform(this._virtualMachineId),
      vm_guest_ip: cdktf.stringToTerraform(this._vmGuestIp),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      id: {
        value: cdktf.stringToHclTerraform(this._id),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      ip_address_id: {
        value: cdktf.stringToHclTerraform(this._ipAddressId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      project: {
        value: cdktf.stringToHclTerraform(this._project),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      virtual_machine_id: {
        value: cdktf.stringToHclTerraform(this._virtualMachineId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      vm_guest_ip: {
        value: cdktf.stringToHclTerraform(this._vmGuestIp),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
