import { idempotencyStoreContract } from "../_helpers/idempotency-store-contract.ts";
import { memoryIdempotencyStore } from "../_helpers/memory-idempotency-store.ts";

idempotencyStoreContract(async () => memoryIdempotencyStore());
