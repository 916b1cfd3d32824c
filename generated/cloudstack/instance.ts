// @ts-nocheck -- written by `npm run generate`; do not edit
// https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance
// generated from terraform resource schema

import { Construct } from 'constructs';
import * as cdktf from 'cdktf';

// Configuration

export interface InstanceConfig extends cdktf.TerraformMetaArguments {
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#affinity_group_ids Instance#affinity_group_ids}
  */
  readonly affinityGroupIds?: string[];
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#affinity_group_names Instance#affinity_group_names}
  */
  readonly affinityGroupNames?: string[];
  /**
  * The boot mode of the instance. Can only be specified when uefi is true. Valid options are 'Legacy' and 'Secure'.
  *
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#boot_mode Instance#boot_mode}
  */
  readonly bootMode?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#cluster_id Instance#cluster_id}
  */
  readonly clusterId?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#details Instance#details}
  */
  readonly details?: { [key: string]: string };
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#disk_offering Instance#disk_offering}
  */
  readonly diskOffering?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#display_name Instance#display_name}
  */
  readonly displayName?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#expunge Instance#expunge}
  */
  readonly expunge?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#group Instance#group}
  */
  readonly group?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#host_id Instance#host_id}
  */
  readonly hostId?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#id Instance#id}
  *
  * Please be aware that the id field is automatically added to all resources in Terraform providers using a Terraform provider SDK version below 2.
  * If you experience problems setting this value it might not be settable. Please take a look at the provider documentation to ensure it should be settable.
  */
  readonly id?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#ip_address Instance#ip_address}
  */
  readonly ipAddress?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#keypair Instance#keypair}
  */
  readonly keypair?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#keypairs Instance#keypairs}
  */
  readonly keypairs?: string[];
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#name Instance#name}
  */
  readonly name?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#network_id Instance#network_id}
  */
  readonly networkId?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#nicnetworklist Instance#nicnetworklist}
  */
  readonly nicnetworklist?: { [key: string]: string };
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#override_disk_offering Instance#override_disk_offering}
  */
  readonly overrideDiskOffering?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#pod_id Instance#pod_id}
  */
  readonly podId?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#project Instance#project}
  */
  readonly project?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#properties Instance#properties}
  */
  readonly properties?: { [key: string]: string };
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#root_disk_size Instance#root_disk_size}
  */
  readonly rootDiskSize?: number;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#security_group_ids Instance#security_group_ids}
  */
  readonly securityGroupIds?: string[];
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#security_group_names Instance#security_group_names}
  */
  readonly securityGroupNames?: string[];
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#service_offering Instance#service_offering}
  */
  readonly serviceOffering: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#start_vm Instance#start_vm}
  */
  readonly startVm?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#tags Instance#tags}
  */
  readonly tags?: { [key: string]: string };
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#template Instance#template}
  */
  readonly template: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#uefi Instance#uefi}
  */
  readonly uefi?: boolean | cdktf.IResolvable;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#user_data Instance#user_data}
  */
  readonly userData?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#userdata_details Instance#userdata_details}
  */
  readonly userdataDetails?: { [key: string]: string };
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#userdata_id Instance#userdata_id}
  */
  readonly userdataId?: string;
  /**
  * Docs at Terraform Registry: {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#zone Instance#zone}
  */
  readonly zone: string;
}

/**
* Represents a {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance cloudstack_instance}
*/
export class Instance extends cdktf.TerraformResource {

  // =================
  // STATIC PROPERTIES
  // =================
  public static readonly tfResourceType = "cloudstack_instance";

  // ==============
  // STATIC Methods
  // ==============
  /**
  * Generates CDKTN code for importing a Instance resource upon running "cdktn plan <stack-name>"
  * @param scope The scope in which to define this construct
  * @param importToId The construct id used in the generated config for the Instance to import
  * @param importFromId The id of the existing Instance that should be imported. Refer to the {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance#import import section} in the documentation of this resource for the id to use
  * @param provider? Optional instance of the provider where the Instance to import is found
  */
  public static generateConfigForImport(scope: Construct, importToId: string, importFromId: string, provider?: cdktf.TerraformProvider) {
        return new cdktf.ImportableResource(scope, importToId, { terraformResourceType: "cloudstack_instance", importId: importFromId, provider });
      }

  // ===========
  // INITIALIZER
  // ===========

  /**
  * Create a new {@link https://registry.terraform.io/providers/cloudstack/cloudstack/0.6.0/docs/resources/instance cloudstack_instance} Resource
  *
  * @param scope The scope in which to define this construct
  * @param id The scoped construct ID. Must be unique amongst siblings in the same scope
  * @param options InstanceConfig
  */
  public constructor(scope: Construct, id: string, config: InstanceConfig) {
    super(scope, id, {
      terraformResourceType: 'cloudstack_instance',
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
    this._affinityGroupIds = config.affinityGroupIds;
    this._affinityGroupNames = config.affinityGroupNames;
    this._bootMode = config.bootMode;
    this._clusterId = config.clusterId;
    this._details = config.details;
    this._diskOffering = config.diskOffering;
    this._displayName = config.displayName;
    this._expunge = config.expunge;
    this._group = config.group;
    this._hostId = config.hostId;
    this._id = config.id;
    this._ipAddress = config.ipAddress;
    this._keypair = config.keypair;
    this._keypairs = config.keypairs;
    this._name = config.name;
    this._networkId = config.networkId;
    this._nicnetworklist = config.nicnetworklist;
    this._overrideDiskOffering = config.overrideDiskOffering;
    this._podId = config.podId;
    this._project = config.project;
    this._properties = config.properties;
    this._rootDiskSize = config.rootDiskSize;
    this._securityGroupIds = config.securityGroupIds;
    this._securityGroupNames = config.securityGroupNames;
    this._serviceOffering = config.serviceOffering;
    this._startVm = config.startVm;
    this._tags = config.tags;
    this._template = config.template;
    this._uefi = config.uefi;
    this._userData = config.userData;
    this._userdataDetails = config.userdataDetails;
    this._userdataId = config.userdataId;
    this._zone = config.zone;
  }

  // ==========
  // ATTRIBUTES
  // ==========

  // affinity_group_ids - computed: false, optional: true, required: false
  private _affinityGroupIds?: string[]; 
  public get affinityGroupIds() {
    return cdktf.Fn.tolist(this.getListAttribute('affinity_group_ids'));
  }
  public set affinityGroupIds(value: string[]) {
    this._affinityGroupIds = value;
  }
  public resetAffinityGroupIds() {
    this._affinityGroupIds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get affinityGroupIdsInput() {
    return this._affinityGroupIds;
  }

  // affinity_group_names - computed: false, optional: true, required: false
  private _affinityGroupNames?: string[]; 
  public get affinityGroupNames() {
    return cdktf.Fn.tolist(this.getListAttribute('affinity_group_names'));
  }
  public set affinityGroupNames(value: string[]) {
    this._affinityGroupNames = value;
  }
  public resetAffinityGroupNames() {
    this._affinityGroupNames = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get affinityGroupNamesInput() {
    return this._affinityGroupNames;
  }

  // boot_mode - computed: false, optional: true, required: false
  private _bootMode?: string; 
  public get bootMode() {
    return this.getStringAttribute('boot_mode');
  }
  public set bootMode(value: string) {
    this._bootMode = value;
  }
  public resetBootMode() {
    this._bootMode = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get bootModeInput() {
    return this._bootMode;
  }

  // cluster_id - computed: false, optional: true, required: false
  private _clusterId?: string; 
  public get clusterId() {
    return this.getStringAttribute('cluster_id');
  }
  public set clusterId(value: string) {
    this._clusterId = value;
  }
  public resetClusterId() {
    this._clusterId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get clusterIdInput() {
    return this._clusterId;
  }

  // details - computed: false, optional: true, required: false
  private _details?: { [key: string]: string }; 
  public get details() {
    return this.getStringMapAttribute('details');
  }
  public set details(value: { [key: string]: string }) {
    this._details = value;
  }
  public resetDetails() {
    this._details = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get detailsInput() {
    return this._details;
  }

  // disk_offering - computed: true, optional: true, required: false
  private _diskOffering?: string; 
  public get diskOffering() {
    return this.getStringAttribute('disk_offering');
  }
  public set diskOffering(value: string) {
    this._diskOffering = value;
  }
  public resetDiskOffering() {
    this._diskOffering = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get diskOfferingInput() {
    return this._diskOffering;
  }

  // display_name - computed: true, optional: true, required: false
  private _displayName?: string; 
  public get displayName() {
    return this.getStringAttribute('display_name');
  }
  public set displayName(value: string) {
    this._displayName = value;
  }
  public resetDisplayName() {
    this._displayName = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get displayNameInput() {
    return this._displayName;
  }

  // expunge - computed: false, optional: true, required: false
  private _expunge?: boolean | cdktf.IResolvable; 
  public get expunge() {
    return this.getBooleanAttribute('expunge');
  }
  public set expunge(value: boolean | cdktf.IResolvable) {
    this._expunge = value;
  }
  public resetExpunge() {
    this._expunge = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get expungeInput() {
    return this._expunge;
  }

  // group - computed: true, optional: true, required: false
  private _group?: string; 
  public get group() {
    return this.getStringAttribute('group');
  }
  public set group(value: string) {
    this._group = value;
  }
  public resetGroup() {
    this._group = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get groupInput() {
    return this._group;
  }

  // host_id - computed: false, optional: true, required: false
  private _hostId?: string; 
  public get hostId() {
    return this.getStringAttribute('host_id');
  }
  public set hostId(value: string) {
    this._hostId = value;
  }
  public resetHostId() {
    this._hostId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get hostIdInput() {
    return this._hostId;
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

  // ip_address - computed: true, optional: true, required: false
  private _ipAddress?: string; 
  public get ipAddress() {
    return this.getStringAttribute('ip_address');
  }
  public set ipAddress(value: string) {
    this._ipAddress = value;
  }
  public resetIpAddress() {
    this._ipAddress = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get ipAddressInput() {
    return this._ipAddress;
  }

  // keypair - computed: false, optional: true, required: false
  private _keypair?: string; 
  public get keypair() {
    return this.getStringAttribute('keypair');
  }
  public set keypair(value: string) {
    this._keypair = value;
  }
  public resetKeypair() {
    this._keypair = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get keypairInput() {
    return this._keypair;
  }

  // keypairs - computed: false, optional: true, required: false
  private _keypairs?: string[]; 
  public get keypairs() {
    return this.getListAttribute('keypairs');
  }
  public set keypairs(value: string[]) {
    this._keypairs = value;
  }
  public resetKeypairs() {
    this._keypairs = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get keypairsInput() {
    return this._keypairs;
  }

  // name - computed: true, optional: true, required: false
  private _name?: string; 
  public get name() {
    return this.getStringAttribute('name');
  }
  public set name(value: string) {
    this._name = value;
  }
  public resetName() {
    this._name = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get nameInput() {
    return this._name;
  }

  // network_id - computed: true, optional: true, required: false
  private _networkId?: string; 
  public get networkId() {
    return this.getStringAttribute('network_id');
  }
  public set networkId(value: string) {
    this._networkId = value;
  }
  public resetNetworkId() {
    this._networkId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get networkIdInput() {
    return this._networkId;
  }

  // nicnetworklist - computed: false, optional: true, required: false
  private _nicnetworklist?: { [key: string]: string }; 
  public get nicnetworklist() {
    return this.getStringMapAttribute('nicnetworklist');
  }
  public set nicnetworklist(value: { [key: string]: string }) {
    this._nicnetworklist = value;
  }
  public resetNicnetworklist() {
    this._nicnetworklist = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get nicnetworklistInput() {
    return this._nicnetworklist;
  }

  // override_disk_offering - computed: true, optional: true, required: false
  private _overrideDiskOffering?: string; 
  public get overrideDiskOffering() {
    return this.getStringAttribute('override_disk_offering');
  }
  public set overrideDiskOffering(value: string) {
    this._overrideDiskOffering = value;
  }
  public resetOverrideDiskOffering() {
    this._overrideDiskOffering = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get overrideDiskOfferingInput() {
    return this._overrideDiskOffering;
  }

  // pod_id - computed: false, optional: true, required: false
  private _podId?: string; 
  public get podId() {
    return this.getStringAttribute('pod_id');
  }
  public set podId(value: string) {
    this._podId = value;
  }
  public resetPodId() {
    this._podId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get podIdInput() {
    return this._podId;
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

  // properties - computed: false, optional: true, required: false
  private _properties?: { [key: string]: string }; 
  public get properties() {
    return this.getStringMapAttribute('properties');
  }
  public set properties(value: { [key: string]: string }) {
    this._properties = value;
  }
  public resetProperties() {
    this._properties = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get propertiesInput() {
    return this._properties;
  }

  // root_disk_size - computed: true, optional: true, required: false
  private _rootDiskSize?: number; 
  public get rootDiskSize() {
    return this.getNumberAttribute('root_disk_size');
  }
  public set rootDiskSize(value: number) {
    this._rootDiskSize = value;
  }
  public resetRootDiskSize() {
    this._rootDiskSize = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get rootDiskSizeInput() {
    return this._rootDiskSize;
  }

  // security_group_ids - computed: false, optional: true, required: false
  private _securityGroupIds?: string[]; 
  public get securityGroupIds() {
    return cdktf.Fn.tolist(this.getListAttribute('security_group_ids'));
  }
  public set securityGroupIds(value: string[]) {
    this._securityGroupIds = value;
  }
  public resetSecurityGroupIds() {
    this._securityGroupIds = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get securityGroupIdsInput() {
    return this._securityGroupIds;
  }

  // security_group_names - computed: false, optional: true, required: false
  private _securityGroupNames?: string[]; 
  public get securityGroupNames() {
    return cdktf.Fn.tolist(this.getListAttribute('security_group_names'));
  }
  public set securityGroupNames(value: string[]) {
    this._securityGroupNames = value;
  }
  public resetSecurityGroupNames() {
    this._securityGroupNames = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get securityGroupNamesInput() {
    return this._securityGroupNames;
  }

  // service_offering - computed: false, optional: false, required: true
  private _serviceOffering?: string; 
  public get serviceOffering() {
    return this.getStringAttribute('service_offering');
  }
  public set serviceOffering(value: string) {
    this._serviceOffering = value;
  }
  // Temporarily expose input value. Use with caution.
  public get serviceOfferingInput() {
    return this._serviceOffering;
  }

  // start_vm - computed: false, optional: true, required: false
  private _startVm?: boolean | cdktf.IResolvable; 
  public get startVm() {
    return this.getBooleanAttribute('start_vm');
  }
  public set startVm(value: boolean | cdktf.IResolvable) {
    this._startVm = value;
  }
  public resetStartVm() {
    this._startVm = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get startVmInput() {
    return this._startVm;
  }

  // tags - computed: true, optional: true, required: false
  private _tags?: { [key: string]: string }; 
  public get tags() {
    return this.getStringMapAttribute('tags');
  }
  public set tags(value: { [key: string]: string }) {
    this._tags = value;
  }
  public resetTags() {
    this._tags = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get tagsInput() {
    return this._tags;
  }

  // template - computed: false, optional: false, required: true
  private _template?: string; 
  public get template() {
    return this.getStringAttribute('template');
  }
  public set template(value: string) {
    this._template = value;
  }
  // Temporarily expose input value. Use with caution.
  public get templateInput() {
    return this._template;
  }

  // uefi - computed: false, optional: true, required: false
  private _uefi?: boolean | cdktf.IResolvable; 
  public get uefi() {
    return this.getBooleanAttribute('uefi');
  }
  public set uefi(value: boolean | cdktf.IResolvable) {
    this._uefi = value;
  }
  public resetUefi() {
    this._uefi = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get uefiInput() {
    return this._uefi;
  }

  // user_data - computed: false, optional: true, required: false
  private _userData?: string; 
  public get userData() {
    return this.getStringAttribute('user_data');
  }
  public set userData(value: string) {
    this._userData = value;
  }
  public resetUserData() {
    this._userData = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get userDataInput() {
    return this._userData;
  }

  // userdata_details - computed: false, optional: true, required: false
  private _userdataDetails?: { [key: string]: string }; 
  public get userdataDetails() {
    return this.getStringMapAttribute('userdata_details');
  }
  public set userdataDetails(value: { [key: string]: string }) {
    this._userdataDetails = value;
  }
  public resetUserdataDetails() {
    this._userdataDetails = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get userdataDetailsInput() {
    return this._userdataDetails;
  }

  // userdata_id - computed: false, optional: true, required: false
  private _userdataId?: string; 
  public get userdataId() {
    return this.getStringAttribute('userdata_id');
  }
  public set userdataId(value: string) {
    this._userdataId = value;
  }
  public resetUserdataId() {
    this._userdataId = undefined;
  }
  // Temporarily expose input value. Use with caution.
  public get userdataIdInput() {
    return this._userdataId;
  }

  // zone - computed: false, optional: false, required: true
  private _zone?: string; 
  public get zone() {
    return this.getStringAttribute('zone');
  }
  public set zone(value: string) {
    this._zone = value;
  }
  // Temporarily expose input value. Use with caution.
  public get zoneInput() {
    return this._zone;
  }

  // =========
  // SYNTHESIS
  // =========

  protected synthesizeAttributes(): { [name: string]: any } {
    return {
      affinity_group_ids: cdktf.listMapper(cdktf.stringToTerraform, false)(this._affinityGroupIds),
      affinity_group_names: cdktf.listMapper(cdktf.stringToTerraform, false)(this._affinityGroupNames),
      boot_mode: cdktf.stringToTerraform(this._bootMode),
      cluster_id: cdktf.stringToTerraform(this._clusterId),
      details: cdktf.hashMapper(cdktf.stringToTerraform)(this._details),
      disk_offering: cdktf.stringToTerraform(this._diskOffering),
      display_name: cdktf.stringToTerraform(this._displayName),
      expunge: cdktf.booleanToTerraform(this._expunge),
      group: cdktf.stringToTerraform(this._group),
      host_id: cdktf.stringToTerraform(this._hostId),
      id: cdktf.stringToTerraform(this._id),
      ip_address: cdktf.stringToTerraform(this._ipAddress),
      keypair: cdktf.stringToTerraform(this._keypair),
      keypairs: cdktf.listMapper(cdktf.stringToTerraform, false)(this._keypairs),
      name: cdktf.stringToTerraform(this._name),
      network_id: cdktf.stringToTerraform(this._networkId),
      nicnetworklist: cdktf.hashMapper(cdktf.stringToTerraform)(this._nicnetworklist),
      override_disk_offering: cdktf.stringToTerraform(this._overrideDiskOffering),
      pod_id: cdktf.stringToTerraform(this._podId),
      project: cdktf.stringToTerraform(this._project),
      properties: cdktf.hashMapper(cdktf.stringToTerraform)(this._properties),
      root_disk_size: cdktf.numberToTerraform(this._rootDiskSize),
      security_group_ids: cdktf.listMapper(cdktf.stringToTerraform, false)(this._securityGroupIds),
      security_group_names: cdktf.listMapper(cdktf.stringToTerraform, false)(this._securityGroupNames),
      service_offering: cdktf.stringToTerraform(this._serviceOffering),
      start_vm: cdktf.booleanToTerraform(this._startVm),
      tags: cdktf.hashMapper(cdktf.stringToTerraform)(this._tags),
      template: cdktf.stringToTerraform(this._template),
      uefi: cdktf.booleanToTerraform(this._uefi),
      user_data: cdktf.stringToTerraform(this._userData),
      userdata_details: cdktf.hashMapper(cdktf.stringToTerraform)(this._userdataDetails),
      userdata_id: cdktf.stringToTerraform(this._userdataId),
      zone: cdktf.stringToTerraform(this._zone),
    };
  }

  protected synthesizeHclAttributes(): { [name: string]: any } {
    const attrs = {
      affinity_group_ids: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._affinityGroupIds),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      affinity_group_names: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._affinityGroupNames),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      boot_mode: {
        value: cdktf.stringToHclTerraform(this._bootMode),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      cluster_id: {
        value: cdktf.stringToHclTerraform(this._clusterId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      details: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._details),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      disk_offering: {
        value: cdktf.stringToHclTerraform(this._diskOffering),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      display_name: {
        value: cdktf.stringToHclTerraform(this._displayName),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      expunge: {
        value: cdktf.booleanToHclTerraform(this._expunge),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      group: {
        value: cdktf.stringToHclTerraform(this._group),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      host_id: {
        value: cdktf.stringToHclTerraform(this._hostId),
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
      ip_address: {
        value: cdktf.stringToHclTerraform(this._ipAddress),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      keypair: {
        value: cdktf.stringToHclTerraform(this._keypair),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      keypairs: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._keypairs),
        isBlock: false,
        type: "list",
        storageClassType: "stringList",
      },
      name: {
        value: cdktf.stringToHclTerraform(this._name),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      network_id: {
        value: cdktf.stringToHclTerraform(this._networkId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      nicnetworklist: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._nicnetworklist),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      override_disk_offering: {
        value: cdktf.stringToHclTerraform(this._overrideDiskOffering),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      pod_id: {
        value: cdktf.stringToHclTerraform(this._podId),
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
      properties: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._properties),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      root_disk_size: {
        value: cdktf.numberToHclTerraform(this._rootDiskSize),
        isBlock: false,
        type: "simple",
        storageClassType: "number",
      },
      security_group_ids: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._securityGroupIds),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      security_group_names: {
        value: cdktf.listMapperHcl(cdktf.stringToHclTerraform, false)(this._securityGroupNames),
        isBlock: false,
        type: "set",
        storageClassType: "stringList",
      },
      service_offering: {
        value: cdktf.stringToHclTerraform(this._serviceOffering),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      start_vm: {
        value: cdktf.booleanToHclTerraform(this._startVm),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      tags: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._tags),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      template: {
        value: cdktf.stringToHclTerraform(this._template),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      uefi: {
        value: cdktf.booleanToHclTerraform(this._uefi),
        isBlock: false,
        type: "simple",
        storageClassType: "boolean",
      },
      user_data: {
        value: cdktf.stringToHclTerraform(this._userData),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      userdata_details: {
        value: cdktf.hashMapperHcl(cdktf.stringToHclTerraform)(this._userdataDetails),
        isBlock: false,
        type: "map",
        storageClassType: "stringMap",
      },
      userdata_id: {
        value: cdktf.stringToHclTerraform(this._userdataId),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
      zone: {
        value: cdktf.stringToHclTerraform(this._zone),
        isBlock: false,
        type: "simple",
        storageClassType: "string",
      },
    };

    // remove undefined attributes
    return Object.fromEntries(Object.entries(attrs).filter(([_, value]) => value !== undefined && value.value !== undefined ))
  }
}
