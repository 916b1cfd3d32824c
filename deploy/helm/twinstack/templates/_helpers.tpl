{{- define "twinstack.name" -}}
{{- printf "%s-twinstack" .Release.Name | trunc 50 | trimSuffix "-" -}}
{{- end -}}

{{- define "twinstack.labels" -}}
app.kubernetes.io/name: twinstack
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end -}}

{{- define "twinstack.selector" -}}
app.kubernetes.io/name: twinstack
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "twinstack.image" -}}
{{ .Values.image.repository }}:{{ .Values.image.tag | default .Chart.AppVersion }}
{{- end -}}

{{- define "twinstack.environment" -}}
- name: DATABASE_URL
  valueFrom: { secretKeyRef: { name: {{ .Values.existingSecret | quote }}, key: database-url } }
- name: TWINSTACK_SECRET_KEY
  valueFrom: { secretKeyRef: { name: {{ .Values.existingSecret | quote }}, key: secret-key } }
- name: TWINSTACK_METRICS_TOKEN
  valueFrom: { secretKeyRef: { name: {{ .Values.existingSecret | quote }}, key: metrics-token, optional: true } }
- name: TWINSTACK_PUBLIC_URL
  value: {{ .Values.publicUrl | quote }}
- name: TWINSTACK_ALLOWED_HOSTS
  value: {{ include "twinstack.name" . | quote }}
- name: TWINSTACK_ENGINE_SANDBOX
  value: {{ .Values.engineSandbox | quote }}
- name: TWINSTACK_SANDBOX
  value: "off"
- name: TWINSTACK_LOG
  value: stdout
{{- range $name, $value := .Values.settings }}
- name: {{ $name }}
  value: {{ $value | quote }}
{{- end }}
{{- end -}}

{{- define "twinstack.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile: { type: RuntimeDefault }
{{- end -}}

{{- define "twinstack.containerSecurity" -}}
allowPrivilegeEscalation: false
capabilities: { drop: [ALL] }
{{- end -}}
