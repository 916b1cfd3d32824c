import { useQuery } from "@tanstack/react-query";
import { organisationsKey, readOrganisations } from "../../api/organisations.ts";
import { readWorkspace, workspaceKey } from "../../api/workspace.ts";

/** Whether the person may change this machine, whichever account they act for; the service decides it in the end. */
export function useMayChange(workspaceId: string): boolean {
  const organisations = useQuery({ queryKey: organisationsKey, queryFn: readOrganisations, staleTime: 60_000 });
  const workspace = useQuery({
    queryKey: workspaceKey(workspaceId),
    queryFn: () => readWorkspace(workspaceId),
    staleTime: 60_000,
  });
  return organisations.data?.find(({ id }) => id === workspace.data?.ownerId)?.role !== "viewer";
}
