/** Every object belongs to an account, or through a project to the project. */
export interface Owned {
  accountId: string;
  projectId?: string;
}

/** Columns of every row. */
export interface Row {
  id: string;
  /** The number a real server keeps beside the UUID; shows in instance names and error texts. */
  serial: number;
  created: string;
}
