/** The media type that Zabbix (6.0 and later) imports: its parameters are what `convert/zabbix.ts` reads. */
import { stringify } from 'yaml'

const parameters: Record<string, string> = {
  event_id: '{EVENT.ID}',
  event_value: '{EVENT.VALUE}',
  event_name: '{EVENT.NAME}',
  event_nseverity: '{EVENT.NSEVERITY}',
  event_opdata: '{EVENT.OPDATA}',
  event_tags: '{EVENT.TAGSJSON}',
  event_update_status: '{EVENT.UPDATE.STATUS}',
  event_update_action: '{EVENT.UPDATE.ACTION}',
  event_update_message: '{EVENT.UPDATE.MESSAGE}',
  event_source: '{EVENT.SOURCE}',
  host_host: '{HOST.HOST}',
  host_name: '{HOST.NAME}',
  host_ip: '{HOST.IP}',
  trigger_id: '{TRIGGER.ID}',
  trigger_description: '{TRIGGER.DESCRIPTION}',
  trigger_url: '{TRIGGER.URL}',
  alert_message: '{ALERT.MESSAGE}',
}

/** Runs in Zabbix' own engine (ES5); what it throws shows in the action log, and Zabbix tries again. */
const script = `var params = JSON.parse(value);
var url = params.zhengyun_url;
delete params.zhengyun_url;
var request = new HttpRequest();
request.addHeader('Content-Type: application/json');
var answer = request.post(url, JSON.stringify(params));
if (request.getStatus() !== 202) {
  throw 'Zhengyun ' + request.getStatus() + ': ' + answer;
}
return 'OK';
`

const messages = [
  { event_source: 'TRIGGERS', operation_mode: 'PROBLEM', subject: '{EVENT.NAME}', message: '{EVENT.OPDATA}' },
  {
    event_source: 'TRIGGERS',
    operation_mode: 'RECOVERY',
    subject: '{EVENT.NAME}',
    message: '{EVENT.OPDATA}',
  },
  {
    event_source: 'TRIGGERS',
    operation_mode: 'UPDATE',
    subject: '{EVENT.NAME}',
    message: '{EVENT.UPDATE.MESSAGE}',
  },
]

/** The file to import. @param url where it sends to; null: a place to put it */
export function zabbixMediaType(name: string, url: string | null): string {
  return stringify(
    {
      zabbix_export: {
        version: '6.0',
        media_types: [
          {
            name,
            type: 'WEBHOOK',
            parameters: [
              ...Object.entries(parameters).map(([key, value]) => ({ name: key, value })),
              { name: 'zhengyun_url', value: url ?? '<URL>' },
            ],
            status: 'ENABLED',
            max_sessions: '4',
            attempts: '5',
            attempt_interval: '10s',
            timeout: '30s',
            script,
            message_templates: messages,
          },
        ],
      },
    },
    { lineWidth: 0, defaultStringType: 'QUOTE_SINGLE', defaultKeyType: 'PLAIN' },
  )
}
